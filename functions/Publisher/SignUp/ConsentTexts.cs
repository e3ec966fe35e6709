using System.Security.Cryptography;
using System.Text;
using Publisher.Rendering;

namespace Publisher.SignUp;

/// <summary>What people agree to, word for word.</summary>
/// <param name="Version">Of exactly these words: <c>pl-5f0c2a9e31b7</c>.</param>
public sealed record ConsentText(string Language, string Text, string Version)
{
    /// <summary>As the proof of consent keeps it: the words with it, so that nobody has to find them again.</summary>
    public string Wording => $"subscribeConsent {Version}: {Text}";
}

/// <summary>The words of consent in every language. A form says which it showed: nobody agrees to words that have been changed meanwhile.</summary>
public sealed class ConsentTexts(Templates templates, Organisation organisation)
{
    /// <summary>Hex digits of the hash: a few texts over the years are told apart, no more is asked of it.</summary>
    private const int VersionDigits = 12;

    public ConsentText In(string language)
    {
        var strings = templates.StringsFor(language);
        var text = strings.Fill("subscribeConsent", ("organisation", organisation.Name));
        return new ConsentText(strings.Language, text, $"{strings.Language}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..VersionDigits]}");
    }

    /// <summary>The words of a version, if they are in force; null otherwise.</summary>
    public ConsentText? Find(string version) => templates.Languages.Select(In).FirstOrDefault(text => string.Equals(text.Version, version, StringComparison.Ordinal));
}
