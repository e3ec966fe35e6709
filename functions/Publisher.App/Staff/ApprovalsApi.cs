using Publisher.App.Staff.Access;
using Publisher.Board;
using Publisher.Delivery;

namespace Publisher.App.Staff;

public sealed class ApprovalsApi(TakeBack takeBack)
{
    /// <summary>204: it waits no more. Only who asked may, and only while nobody has decided (409).</summary>
    /// <param name="kind">Of an item, or <c>edition</c>.</param>
    public async Task<IResult> DeleteAsync(HttpContext context, string kind, string id)
    {
        var subject = kind == "edition" ? ApproveEdition.Prefix + id : $"{ApproveItem.Prefix}{kind}/{id}";
        try
        {
            return await takeBack.RunAsync(subject, "", context.Staff().Name, context.RequestAborted)
                ? Results.NoContent()
                : Results.Problem(title: "There is no such request.", statusCode: StatusCodes.Status404NotFound);
        }
        catch (RefusedException refusal)
        {
            return Results.Problem(title: "Nothing was taken back.", detail: string.Join("; ", refusal.Faults.Select(fault => fault.Text)), statusCode: StatusCodes.Status409Conflict);
        }
    }
}
