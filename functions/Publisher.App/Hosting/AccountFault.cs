using Azure.Identity;

namespace Publisher.App.Hosting;

/// <summary>Storage that cannot be used: it does not answer, or the identity that opens it gets no token.</summary>
public static class AccountFault
{
    public static bool Is(Exception fault) => StorageFault.Is(fault)
        || fault is AuthenticationFailedException
        || (fault is AggregateException several && several.Flatten().InnerExceptions.Any(Is));
}
