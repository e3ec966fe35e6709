using Publisher.Mail.Mime;

namespace Publisher.Mail.Merge;

/// <summary>Proves that the steps of a loaded program stay within its tables, so that writing from it needs no checks.</summary>
internal static class MergeProgramCheck
{
    internal static void Check(MergeOp[] steps, MergeCondition[] conditions, string[] words, byte[] blocks)
    {
        var field = -1;
        var ends = FieldEnds(steps);
        for (var i = 0; i < steps.Length; i++)
        {
            var step = steps[i];
            var inField = field >= 0;
            var fits = step.Code switch
            {
                MergeCode.Block => !inField && step.A >= 0 && step.B >= 0 && step.A <= blocks.Length - step.B,
                MergeCode.TextSlot or MergeCode.HtmlSlot => !inField && IsSlot(step),
                MergeCode.FieldSlot => inField && IsSlot(step) && (steps[field].B == (int)FieldForm.Unstructured || (SlotEscape)step.B is SlotEscape.Url or SlotEscape.UrlPart),
                MergeCode.BodyCount => !inField && IsIndex(step.A, conditions.Length),
                MergeCode.FieldCount => inField && IsIndex(step.A, conditions.Length),
                MergeCode.SkipUnless => IsIndex(step.A, conditions.Length) && step.B > i && step.B <= ends[i],
                MergeCode.To or MergeCode.Date or MergeCode.MessageId => !inField,
                MergeCode.BeginField => !inField && IsIndex(step.A, words.Length) && IsName(words[step.A]) && step.B is (int)FieldForm.Structured or (int)FieldForm.Unstructured,
                MergeCode.FieldText => inField && IsIndex(step.A, words.Length),
                MergeCode.EndField => inField,
                _ => false,
            };
            if (!fits) throw new FormatException("A step is out of range.");
            if (step.Code == MergeCode.BeginField) field = i;
            else if (step.Code == MergeCode.EndField) field = -1;
        }
        if (field >= 0) throw new FormatException("A field is not ended.");
    }

    // A skip stays where it is: in its field, or between fields. For each step the border that comes next, found from the end on.
    private static int[] FieldEnds(MergeOp[] steps)
    {
        var ends = new int[steps.Length];
        var end = steps.Length;
        for (var i = steps.Length - 1; i >= 0; i--)
        {
            if (steps[i].Code is MergeCode.BeginField or MergeCode.EndField) end = i;
            ends[i] = end;
        }
        return ends;
    }

    // The compiler leaves the subject to be written like any other field.
    private static bool IsName(string name) => name == "Subject" || FieldName.IsValid(name);

    private static bool IsSlot(MergeOp step) => IsIndex(step.A, MergeLimits.Slots) && step.B is >= (int)SlotEscape.Text and <= (int)SlotEscape.Markup;

    private static bool IsIndex(int index, int count) => index >= 0 && index < count;
}
