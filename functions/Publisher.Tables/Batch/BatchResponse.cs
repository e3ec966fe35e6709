using System.Globalization;
using System.Text;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables.Batch;

/// <summary>The outcome of a transaction: an answer to each action, or the refusal of the whole.</summary>
internal sealed record BatchOutcome(IReadOnlyList<Response> Answers, TableTransactionFailedException? Refusal);

/// <summary>Reads the multipart/mixed body that answers a transaction.</summary>
/// <remarks>
/// A part begins after a line of two hyphens (the boundary's text is not compared: the emulator's does not match its own header) and holds
/// an HTTP response, whose body ends at the next such line; a JSON body has no line that begins so.
/// </remarks>
internal static class BatchResponse
{
    /// <exception cref="FormatException">The body is not an answer to so many actions.</exception>
    public static BatchOutcome Read(ReadOnlySpan<byte> body, int actions)
    {
        var lines = new Queue<string>(Encoding.UTF8.GetString(body).Split('\n').Select(line => line.TrimEnd('\r')));
        var answers = new List<Response>(actions);
        while (NextStatusLine(lines) is { } statusLine)
        {
            if (answers.Count == actions) throw new FormatException($"The transaction's answer has more than {actions} parts.");
            var (status, reason) = Status(statusLine);
            var headers = Headers(lines);
            var content = Content(lines);
            if (status is < 200 or >= 300) return new([], Refusal(status, content, actions));
            answers.Add(new Answer(status, reason, headers, isError: false) { ContentStream = new MemoryStream(content, writable: false) });
        }

        return answers.Count == actions
            ? new(answers, null)
            : throw new FormatException($"The transaction's answer has {answers.Count} parts for {actions} actions.");
    }

    private static string? NextStatusLine(Queue<string> lines)
    {
        while (lines.TryDequeue(out var line))
        {
            if (line.StartsWith("HTTP/1.", StringComparison.Ordinal)) return line;
        }

        return null;
    }

    private static (int Status, string Reason) Status(string line)
    {
        var words = line.Split(' ', 3);
        var known = int.TryParse(words.ElementAtOrDefault(1), NumberStyles.None, CultureInfo.InvariantCulture, out var status);
        return known && status is >= 100 and <= 599
            ? (status, words.Length > 2 ? words[2] : "")
            : throw new FormatException("A part of the transaction's answer has no HTTP status.");
    }

    private static Dictionary<string, string> Headers(Queue<string> lines)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (lines.TryPeek(out var line) && !line.StartsWith("--", StringComparison.Ordinal))
        {
            lines.Dequeue();
            if (line.Length == 0) break;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0) throw new FormatException("A part of the transaction's answer has a malformed header.");
            headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
        }

        return headers;
    }

    private static byte[] Content(Queue<string> lines)
    {
        var content = new StringBuilder();
        while (lines.TryPeek(out var line) && !line.StartsWith("--", StringComparison.Ordinal)) content.Append(lines.Dequeue()).Append('\n');
        return Encoding.UTF8.GetBytes(content.ToString().Trim());
    }

    private static TableTransactionFailedException Refusal(int status, byte[] content, int actions)
    {
        var fault = ServiceFault.Read(content);
        var index = FailedIndex(fault.Message, actions);
        var where = index is { } number ? $" at action {number}" : "";
        return new(status, $"The transaction was refused{where}: {fault.Message ?? $"status {status}"}", fault.Code, index);
    }

    /// <summary>The service begins its message with the action's position and a colon.</summary>
    private static int? FailedIndex(string? message, int actions) =>
        message?.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon &&
        int.TryParse(message.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var index) &&
        index < actions
            ? index
            : null;
}
