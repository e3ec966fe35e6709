using Microsoft.AspNetCore.Http.Features;
using Publisher.App.Public;

namespace Publisher.App.Staff.Access;

/// <summary>Reads a form of the console, pictures in it too; all of it in memory, for there is no disk to write to.</summary>
internal static class StaffForms
{
    /// <summary>Fields of a form, repeated ones counted each.</summary>
    private const int MaxFields = 1000;

    /// <returns>The form; or null, and the status of the refusal.</returns>
    public static async Task<(IFormCollection? Form, int Status)> ReadAsync(HttpRequest request, int limit)
    {
        if (FormPost.Limit(request, limit)) return (null, StatusCodes.Status413PayloadTooLarge);
        try
        {
            var options = new FormOptions
            {
                ValueCountLimit = MaxFields,
                KeyLengthLimit = 2048,
                ValueLengthLimit = limit,
                MultipartBodyLengthLimit = limit,
                MultipartHeadersCountLimit = 16,
                MultipartHeadersLengthLimit = 16 * 1024,
                MemoryBufferThreshold = limit,
                BufferBodyLengthLimit = limit,
            };
            return (await new FormFeature(request, options).ReadFormAsync(request.HttpContext.RequestAborted), StatusCodes.Status200OK);
        }
        catch (Exception fault) when (fault is InvalidDataException or BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            return (null, StatusCodes.Status413PayloadTooLarge);
        }
        catch (IOException)
        {
            // It ended before it was whole.
            return (null, StatusCodes.Status400BadRequest);
        }
    }
}
