namespace Azure.Data.Tables.Models;

/// <summary>A table of the account.</summary>
public class TableItem
{
    /// <summary>Names a table.</summary>
    /// <param name="name">The table's name.</param>
    public TableItem(string name) => Name = name;

    /// <summary>The table's name: 3 to 63 letters and digits, a letter first.</summary>
    public string Name { get; }
}
