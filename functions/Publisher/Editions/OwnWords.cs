using Publisher.Content;

namespace Publisher.Editions;

/// <summary>An announcement's own words in the form that everything is rendered from. They are the edition's: no digest, feed or post brings them.</summary>
public static class OwnWords
{
    /// <summary>Null for an edition of items.</summary>
    public static News? Of(Edition edition) => edition.Text.Length == 0
        ? null
        : new News { Id = edition.Id, Title = edition.Heading, Summary = "", Body = edition.Text, Language = edition.TextLanguage };
}
