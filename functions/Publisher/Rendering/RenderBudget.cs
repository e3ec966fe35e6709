using System.Globalization;
using System.Runtime.CompilerServices;

namespace Publisher.Rendering;

/// <summary>Counts what one rendering uses, and ends it where it is too much.</summary>
internal sealed class RenderBudget(string template, RenderLimits limits, TimeProvider clock)
{
    /// <summary>Characters between two looks at the clock.</summary>
    private const int Stretch = 4096;

    // Helpers and iterators are shared by all renderings; a rendering stays on its thread from beginning to end.
    [ThreadStatic]
    private static RenderBudget? running;

    private readonly long started = clock.GetTimestamp();
    private int steps;
    private int partials;
    private int written;
    private int looked;

    public static RenderBudget Running => running ?? throw new InvalidOperationException("a template's parts work while it is rendered only");

    public void Run(Action render)
    {
        var outer = running;
        running = this;
        try
        {
            render();
        }
        finally
        {
            running = outer;
        }
    }

    /// <summary>A round of a loop, or a use of a partial.</summary>
    public void Step()
    {
        if (++steps > limits.Steps) throw Over($"goes round its loops and partials more than {Number(limits.Steps)} times", "loop over fewer things, or not within another loop");
        LookAtTheClock();
    }

    public void Wrote(int characters)
    {
        written += characters;
        if (written > limits.Output || written < 0) throw TooLong();
        if (written - looked < Stretch) return;
        looked = written;
        LookAtTheClock();
    }

    /// <summary>A text that a helper is about to put together.</summary>
    public void Hold(long characters)
    {
        if (characters > limits.Output) throw TooLong();
        LookAtTheClock();
    }

    public void Partial(Action render)
    {
        Step();
        if (++partials > limits.Partials || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Over($"uses partials within partials more than {Number(limits.Partials)} deep", "see that no partial uses itself without end");
        render();
        partials--;
    }

    private void LookAtTheClock()
    {
        if (clock.GetElapsedTime(started) > limits.Time)
            throw Over($"takes longer than {limits.Time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s to render", "make it simpler");
    }

    private TemplateException TooLong() => Over($"makes more than {Number(limits.Output)} characters", "show fewer items, or less of each");

    private TemplateException Over(string limit, string remedy) => new(template, $"{limit}; {remedy}");

    private static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);
}
