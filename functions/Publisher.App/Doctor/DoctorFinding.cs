using Publisher.Rendering;

namespace Publisher.App.Doctor;

public enum DoctorState
{
    /// <summary>All is well.</summary>
    Good,

    /// <summary>Nothing has to be done, or nobody can say: it could not be looked at from here.</summary>
    Note,

    /// <summary>Somebody has to do something; the sentence says what.</summary>
    Todo,
}

/// <summary>What one look found.</summary>
/// <param name="Check">What was looked at: <c>relay</c>.</param>
/// <param name="Text">Key of the sentence in templates/strings/staff.</param>
/// <param name="Blanks">What the sentence is filled in with.</param>
public sealed record DoctorFinding(string Check, DoctorState State, string Text, params (string Blank, string Value)[] Blanks)
{
    /// <summary>The sentence, in the language of the texts.</summary>
    public string In(Strings texts) => texts.Fill(Text, Blanks);
}

/// <summary>Looks at one part of the installation.</summary>
public interface IDoctorCheck
{
    /// <summary>What is looked at; its name in words is the text „doctorCheck” with it.</summary>
    string Name { get; }

    Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken);
}
