namespace Publisher.Reports;

/// <summary>
/// Numbers so small that they may point at somebody: of three officials of one district everybody knows who they are. A page that may be printed and handed
/// on says "fewer than 5" in their place.
/// </summary>
public static class SmallNumbers
{
    /// <summary>From here on a number is said.</summary>
    public const int Least = 5;

    /// <summary>Which numbers are said; the others are 1 to 4, or would give one of those away.</summary>
    /// <param name="isWhole">True where they add up to a sum that is said as well: one hidden number alone could be reckoned out, so the smallest other one is hidden with it.</param>
    public static IReadOnlyList<bool> Said(IReadOnlyList<int> numbers, bool isWhole)
    {
        var said = numbers.Select(number => number is 0 or >= Least).ToArray();
        if (!isWhole || said.Count(each => !each) != 1) return said;
        var next = Enumerable.Range(0, numbers.Count).Where(at => said[at] && numbers[at] > 0).OrderBy(at => numbers[at]).ToList();
        if (next.Count > 0) said[next[0]] = false;
        return said;
    }
}
