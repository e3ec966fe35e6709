namespace Publisher.Mail.Merge;

/// <summary>Limits of a merge program: each a choice, so that a damaged program cannot ask for endless memory.</summary>
public static class MergeLimits
{
    /// <summary>Octets of a message's fixed parts, at the most; a choice, far above what relays take.</summary>
    public const int Message = 256 * 1024 * 1024;

    /// <summary>Slots of a program: 256.</summary>
    public const int Slots = 256;

    /// <summary>Flags of a program: 4,096.</summary>
    public const int Flags = 4096;

    /// <summary>Longest value of a slot, in UTF-16 units: 65,536.</summary>
    public const int Value = 65_536;

    /// <summary>Largest serialised program, in octets: 32 MiB, above what relays take as a message.</summary>
    public const int Program = 32 * 1024 * 1024;
}
