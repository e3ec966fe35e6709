namespace Publisher.Mail.Merge;

/// <summary>What one step of a program does; the numbers are part of the serialised form.</summary>
internal enum MergeCode : byte
{
    /// <summary>Copies octets: A offset, B length in the blocks.</summary>
    Block = 0,

    /// <summary>A slot in a plain text: A slot, B escape.</summary>
    TextSlot = 1,

    /// <summary>A slot in an HTML: A slot, B escape.</summary>
    HtmlSlot = 2,

    /// <summary>Digits in a body: A condition whose set is counted.</summary>
    BodyCount = 3,

    /// <summary>Goes on at step B unless condition A holds.</summary>
    SkipUnless = 4,

    /// <summary>The field To.</summary>
    To = 5,

    /// <summary>The field Date.</summary>
    Date = 6,

    /// <summary>The field Message-ID.</summary>
    MessageId = 7,

    /// <summary>Begins a field: A name among the words, B form.</summary>
    BeginField = 8,

    /// <summary>Words in a field: A words.</summary>
    FieldText = 9,

    /// <summary>A slot in a field: A slot, B escape.</summary>
    FieldSlot = 10,

    /// <summary>Digits in a field: A condition whose set is counted.</summary>
    FieldCount = 11,

    /// <summary>Writes the field begun.</summary>
    EndField = 12,
}

[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal readonly record struct MergeOp(MergeCode Code, int A = 0, int B = 0);
