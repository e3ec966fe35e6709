using System.Collections.Frozen;

namespace Publisher.Editions.Gates;

/// <summary>Words that say nothing where they stand alone. One list each for links and pictures, in every language our readers meet; lower case.</summary>
internal static class EmptyWords
{
    public static readonly FrozenSet<string> OfLinks = Set(
        "tutaj", "tu", "kliknij", "kliknij tutaj", "kliknij tu", "kliknij link", "więcej", "wiecej", "czytaj", "czytaj więcej", "czytaj dalej", "czytaj wiecej",
        "zobacz", "zobacz więcej", "zobacz tutaj", "dowiedz się więcej", "więcej informacji", "więcej tutaj", "szczegóły", "sprawdź", "przejdź", "dalej",
        "link", "linki", "adres", "strona", "strona www", "www", "pobierz", "plik", "pod tym linkiem", "ten link", "pod linkiem",
        "here", "click", "click here", "click this link", "this link", "more", "read more", "see more", "learn more", "more information", "details", "continue", "go",
        "page", "website", "download", "file", "url",
        "тут", "натисніть", "натисніть тут", "клацніть тут", "клікніть тут", "більше", "читати більше", "читати далі", "докладніше", "детальніше",
        "дізнатися більше", "посилання", "сторінка", "завантажити", "далі",
        "здесь", "нажмите здесь", "подробнее", "ссылка", "читать далее");

    public static readonly FrozenSet<string> OfPictures = Set(
        "zdjęcie", "zdjecie", "zdjęcia", "fotografia", "foto", "fotka", "obraz", "obrazek", "grafika", "ilustracja", "plakat", "baner", "logo", "logotyp", "miniatura",
        "image", "img", "picture", "photo", "photograph", "graphic", "poster", "banner", "illustration", "thumbnail", "untitled", "screenshot", "alt",
        "фото", "фотографія", "зображення", "картинка", "малюнок", "світлина", "афіша", "ілюстрація", "логотип", "банер");

    /// <summary>In lower case, without the marks and arrows around it: „» Czytaj więcej…” is „czytaj więcej”.</summary>
    public static string Plain(string text)
    {
        var words = string.Join(' ', text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var (from, to) = (0, words.Length);
        while (from < to && !char.IsLetterOrDigit(words[from])) from++;
        while (to > from && !char.IsLetterOrDigit(words[to - 1])) to--;
        return words[from..to];
    }

    private static FrozenSet<string> Set(params IEnumerable<string> words) => words.ToFrozenSet(StringComparer.Ordinal);
}
