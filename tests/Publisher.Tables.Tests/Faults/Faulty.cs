using System.Text;
using Azure;
using Azure.Core;

namespace Publisher.Tables.Tests.Faults;

/// <summary>The ways in which a network or a gateway lets one down.</summary>
public static class Faulty
{
    /// <summary>The connection breaks before the request is out.</summary>
    public static Fault ResetBeforeSend { get; } = (_, _) => throw new IOException("connection reset");

    /// <summary>No connection comes about.</summary>
    public static Fault Refused { get; } = (_, _) =>
        throw new RequestFailedException("refused", new HttpRequestException(HttpRequestError.ConnectionError, "refused"));

    /// <summary>The service does what was asked, and its reply never arrives.</summary>
    public static Fault ReplyLost { get; } = async (_, send) =>
    {
        await send();
        throw new IOException("connection reset");
    };

    /// <summary>The service does what was asked, and the reply breaks off within its body.</summary>
    public static Fault ReplyBrokenOff { get; } = async (message, send) =>
    {
        await send();
        message.Response.ContentStream = new BrokenStream(Encoding.UTF8.GetBytes("{\"odata."));
    };

    /// <summary>The headers come, the body never does.</summary>
    public static Fault Stalled { get; } = async (message, send) =>
    {
        await send();
        message.Response.ContentStream = new StalledStream();
    };

    /// <summary>Something happens elsewhere first.</summary>
    public static Fault After(Func<Task> elsewhere, Fault fault) => async (message, send) =>
    {
        await elsewhere();
        await fault(message, send);
    };

    /// <summary>The fault, and then something happens elsewhere before the next try.</summary>
    public static Fault Before(Fault fault, Func<Task> elsewhere) => async (message, send) =>
    {
        try
        {
            await fault(message, send);
        }
        finally
        {
            await elsewhere();
        }
    };

    /// <summary>Nothing goes wrong.</summary>
    public static Fault None { get; } = (_, send) => send();

    /// <summary>The service does what was asked, and a gateway says otherwise.</summary>
    public static Fault CommittedBut(int status) => async (message, send) =>
    {
        await send();
        message.Response = new CannedResponse(status);
    };

    /// <summary>A gateway answers, the service never hears of it.</summary>
    public static Fault Answer(int status, params (string Name, string Value)[] headers) => (message, _) =>
    {
        message.Response = new CannedResponse(status, headers);
        return Task.CompletedTask;
    };

    /// <summary>The service's reply with another body.</summary>
    public static Fault Body(Func<Stream> body) => async (message, send) =>
    {
        await send();
        message.Response.ContentStream = body();
    };
}
