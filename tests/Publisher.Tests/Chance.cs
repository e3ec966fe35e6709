namespace Publisher.Tests;

/// <summary>Random cases that are the same on every run; a failure names its case's number.</summary>
internal static class Chance
{
    public static void Times(int count, Action<Random> check)
    {
        for (var number = 0; number < count; number++)
        {
            try
            {
                check(new Random(number));
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"Case {number}: {fault.Message}", fault);
            }
        }
    }

    public static async Task TimesAsync(int count, Func<Random, Task> check)
    {
        for (var number = 0; number < count; number++)
        {
            try
            {
                await check(new Random(number));
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"Case {number}: {fault.Message}", fault);
            }
        }
    }

    public static T Of<T>(this Random random, params ReadOnlySpan<T> values) => values[random.Next(values.Length)];

    public static byte[] Bytes(this Random random, int atMost)
    {
        var bytes = new byte[random.Next(atMost + 1)];
        random.NextBytes(bytes);
        return bytes;
    }
}
