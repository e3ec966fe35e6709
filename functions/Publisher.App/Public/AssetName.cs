namespace Publisher.App.Public;

/// <summary>Names of the pictures that this installation serves itself. What is no picture has no name: nothing that could run is ever served.</summary>
public static class AssetName
{
    /// <summary>Where they are, below the public address.</summary>
    public const string Path = "/assets/";

    /// <summary>For the person who chose another.</summary>
    public const string Types = "png, jpg, gif or webp; letters, digits, hyphens, dots and underscores";

    /// <summary>Characters.</summary>
    private const int MaxLength = 100;

    public static bool IsValid(string name) => ContentType(name) is not null;

    /// <summary>The media type of a picture by its name; null where that is no safe name of a picture.</summary>
    public static string? ContentType(string name)
    {
        if (name.Length > MaxLength || name.Length == 0 || !char.IsAsciiLetterOrDigit(name[0])) return null;
        if (!name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') || name.Contains("..", StringComparison.Ordinal)) return null;
        return name[(name.LastIndexOf('.') + 1)..].ToLowerInvariant() switch
        {
            _ when !name.Contains('.', StringComparison.Ordinal) => null,
            "png" => "image/png",
            "jpg" or "jpeg" => "image/jpeg",
            "gif" => "image/gif",
            "webp" => "image/webp",
            _ => null,
        };
    }
}
