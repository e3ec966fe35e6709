namespace Azure.Data.Tables;

/// <summary>What an update does with properties that the new entity does not name.</summary>
public enum TableUpdateMode
{
    /// <summary>Keeps them. A null property is not sent, so merging never clears one.</summary>
    Merge = 0,

    /// <summary>Drops them.</summary>
    Replace = 1,
}
