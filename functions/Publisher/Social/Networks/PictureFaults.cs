using Publisher.Social.Preflight;

namespace Publisher.Social.Networks;

/// <summary>What a picture that could not be fetched means for its post.</summary>
internal static class PictureFaults
{
    public static NetworkAnswer Of(Fetched file, string url) => file.Fault == FetchFault.Unreachable || file.Status >= 500
        ? new NetworkAnswer(NetworkOutcome.NotMade, Note: $"the picture {url} does not load now; nothing was posted, it is tried again")
        : Answers.Refused($"the picture {url} cannot be used ({(file.Fault == FetchFault.None ? $"{file.Status}" : file.Fault.ToString().ToLowerInvariant())}): choose another in the item");
}
