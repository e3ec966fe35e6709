namespace Publisher.Content;

/// <summary>
/// What can be wrong with a field of an item. Pages word each in the reader's language, with the blanks that <see cref="FaultCodes.Blanks"/>
/// names; a content file's faults are the English sentences.
/// </summary>
public enum FaultCode
{
    // What a form cannot be read as.
    Missing, NotADate, NotAnHour, HourWithoutDay, ClockChange, HourTwice, UnlikelyYear, NotAnAmount, UnknownDistrict,

    // What an item may not be.
    NotASlug, LineBreak, ControlCharacter, TooLong, TooMany, TooLarge, NotALanguage, LanguageTwice, NotAnAddress, NotASecureAddress, NotPositive,
    ClosesTooEarly, EndsTooEarly,

    // What readers would stumble over.
    PictureWithoutWords, PictureFileName, PictureSaysNothing,
    LinkWithoutWords, LinkIsAddress, LinkSaysNothing, LinkNotEncrypted,
    BodyPictureAddress, BodyLinkAddress, BodyPictureWithoutWords, BodyLinkWithoutWords,
    SummaryIsTitle, HeadingJumps, HeadingAboveFirst, NestedTooDeep,
    LanguageNotOffered, TranslationNotShown, TextIsCyrillic, TextIsLatin,
    ProgrammeUnknown, FundingUnknown,

    // What cannot be done with an item as it stands.
    IdTaken, IdForLife, Gone, AlreadyPublished, AlreadyWithdrawn, NotWithdrawn, IsOver, NoDeadline,

    // What a file is that was to be a picture.
    FileEmpty, FileTooHeavy, FileNoPicture, FileBroken, PictureTooLarge,

    // What is wrong with a whole mail, or with how the installation looks.
    MailTooLarge, MailLarge, AccentNotAColour, AccentTooPale,
}

public static class FaultCodes
{
    /// <summary>Names of the blanks in a code's sentence, in the order in which their values are given.</summary>
    /// <remarks><c>value</c> is what the person wrote; days and hours are as <see cref="Moment"/> writes them, counts are plain digits.</remarks>
    public static IReadOnlyList<string> Blanks(FaultCode code) => code switch
    {
        FaultCode.NotADate or FaultCode.NotAnHour or FaultCode.ClockChange or FaultCode.HourTwice or FaultCode.UnlikelyYear or FaultCode.NotAnAmount => ["value"],
        // The district that may have been meant; empty where there is none.
        FaultCode.UnknownDistrict => ["value", "near"],
        FaultCode.NotASlug => ["value", "example"],
        FaultCode.TooLong or FaultCode.TooMany or FaultCode.TooLarge => ["count", "max"],
        FaultCode.NotALanguage => ["value", "known"],
        FaultCode.LanguageTwice or FaultCode.NotAnAddress or FaultCode.NotASecureAddress => ["value"],
        FaultCode.ClosesTooEarly or FaultCode.EndsTooEarly => ["value", "other"],
        FaultCode.PictureFileName or FaultCode.PictureSaysNothing or FaultCode.LinkIsAddress or FaultCode.LinkSaysNothing or FaultCode.LinkNotEncrypted => ["value"],
        FaultCode.BodyPictureAddress or FaultCode.BodyLinkAddress => ["value", "address"],
        FaultCode.BodyPictureWithoutWords or FaultCode.BodyLinkWithoutWords => ["address"],
        FaultCode.HeadingJumps => ["value", "from", "to", "marks"],
        FaultCode.HeadingAboveFirst => ["value", "first", "marks"],
        FaultCode.LanguageNotOffered or FaultCode.TranslationNotShown or FaultCode.TextIsCyrillic or FaultCode.TextIsLatin => ["value", "known"],
        // The programme that may have been meant; empty where there is none.
        FaultCode.ProgrammeUnknown or FaultCode.FundingUnknown => ["value", "near"],
        FaultCode.IdTaken or FaultCode.IdForLife => ["value"],
        // Megabytes.
        FaultCode.FileTooHeavy => ["max"],
        FaultCode.PictureTooLarge => ["width", "height", "max"],
        // Kilobytes; the largest items, empty where none is large.
        FaultCode.MailTooLarge or FaultCode.MailLarge => ["count", "max", "items"],
        FaultCode.AccentNotAColour => ["value", "example"],
        FaultCode.AccentTooPale => ["value", "background", "ratio", "least", "example"],
        _ => [],
    };

    /// <summary>A code's blanks with their values.</summary>
    /// <exception cref="ArgumentException">There are more values or fewer than blanks.</exception>
    public static IReadOnlyList<(string Blank, string Value)> Fill(FaultCode code, params ReadOnlySpan<string> values)
    {
        var blanks = Blanks(code);
        if (blanks.Count != values.Length) throw new ArgumentException($"{code} has {blanks.Count} blanks, not {values.Length}.", nameof(values));
        var filled = new (string, string)[values.Length];
        for (var at = 0; at < filled.Length; at++) filled[at] = (blanks[at], values[at]);
        return filled;
    }
}
