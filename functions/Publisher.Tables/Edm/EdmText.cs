namespace Azure.Data.Tables.Edm;

/// <summary>Text on its way to the service.</summary>
internal static class EdmText
{
    /// <summary>Half a surrogate pair has no UTF-8: encoders would turn it into another text, and a key into another row's key.</summary>
    /// <exception cref="ArgumentException">The text holds half a surrogate pair.</exception>
    public static string WellFormed(string text, string name)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])) i++;
            else throw new ArgumentException($"{name} is not well-formed Unicode: character {i} is half of a surrogate pair.", name);
        }

        return text;
    }
}
