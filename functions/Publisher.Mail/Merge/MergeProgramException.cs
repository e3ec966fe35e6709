namespace Publisher.Mail.Merge;

/// <summary>A serialised program cannot be used: it is none, is damaged, or is of another version. To be compiled anew.</summary>
public sealed class MergeProgramException : Exception
{
    /// <summary>Creates the exception without a reason.</summary>
    public MergeProgramException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong.</param>
    public MergeProgramException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">What found it.</param>
    public MergeProgramException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
