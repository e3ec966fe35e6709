using Publisher.Content;

namespace Publisher.Editions.Gates;

/// <summary>WCAG 2.2, 1.1.1: a picture says in words what it shows.</summary>
internal static class PictureRule
{
    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".tif", ".tiff", ".heic", ".avif"];

    public static IEnumerable<Finding> Check(Item item)
    {
        if (item.Image is not { } image) return [];
        var alt = EmptyWords.Plain(image.Alt);
        if (alt.Length == 0) return [Found("say in words what the picture shows").As(FaultCode.PictureWithoutWords)];
        if (IsFileName(alt) || alt == EmptyWords.Plain(FileOf(image.Url)))
            return [Found($"„{image.Alt}” is the name of a file; say in words what the picture shows").As(FaultCode.PictureFileName, image.Alt)];
        // „Zdjęcie 1” tells no more than „zdjęcie”.
        if (EmptyWords.OfPictures.Contains(alt.TrimEnd([.. "0123456789 ()-_.#"])))
            return [Found($"„{image.Alt}” says that there is a picture; say what it shows").As(FaultCode.PictureSaysNothing, image.Alt)];
        return [];

        Finding Found(string text) => new(item.Ref, "image.alt", text, Severity.Block);
    }

    /// <summary>„plakat-final.JPG”, and what cameras and phones call their pictures: „IMG_20230509”, „DSC01234”.</summary>
    private static bool IsFileName(string alt)
    {
        if (Endings.Any(ending => alt.EndsWith(ending, StringComparison.Ordinal))) return true;
        var letters = alt.Count(char.IsLetter);
        return !alt.Contains(' ', StringComparison.Ordinal) && letters <= 5 && alt.Count(char.IsAsciiDigit) > Math.Max(2, letters - 1);
    }

    /// <summary>The last part of an address, without its ending: „plakat-maj” of https://example.org/pictures/plakat-maj.jpg.</summary>
    private static string FileOf(string url)
    {
        var path = url.Split('?', '#')[0];
        var name = path[(path.LastIndexOf('/') + 1)..];
        // One plain word may be both the file's name and what the picture shows.
        if (name.LastIndexOf('.') is var dot and > 0) name = name[..dot];
        return name.Any(static c => !char.IsLetter(c)) ? name : "";
    }
}
