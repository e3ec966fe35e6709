using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Publisher.Mail.Smtp;

/// <summary>
/// Says in sentences why a server's certificate is not accepted, so that somebody knows what to change. What the certificate says of
/// itself is a stranger's word: cut short, and visible ASCII only. Pure but for the machine's clock, which the chain was judged by.
/// </summary>
internal static class CertificateDistrust
{
    private const int MostNames = 3;
    private const int LongestName = 60; // characters; a choice: enough to know it by

    internal static string Describe(string name, X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null) return "The server shows no certificate.";
        List<string> sentences = [];
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            sentences.Add($"The server's certificate is not for \"{Fit(name)}\" but for {NamesOf(certificate)}: set the name it bears, or ask for another certificate.");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)) Chain(certificate, chain, sentences);
        return sentences.Count > 0 ? string.Join(' ', sentences) : "The server's certificate is not accepted.";
    }

    private static void Chain(X509Certificate2 certificate, X509Chain? chain, List<string> sentences)
    {
        var found = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        if ((found & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != X509ChainStatusFlags.NoError)
        {
            var issuer = certificate.IssuerName.RawData.AsSpan().SequenceEqual(certificate.SubjectName.RawData) ? "itself" : $"\"{Fit(certificate.Issuer)}\"";
            sentences.Add($"The server's certificate is issued by {issuer}, which is not trusted here: set CaFile to the issuer's certificate.");
        }
        if (found.HasFlag(X509ChainStatusFlags.NotTimeValid)) sentences.Add(Time(certificate, chain!));
        var rest = found & ~(X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.NotTimeValid);
        if (rest != X509ChainStatusFlags.NoError || sentences.Count == 0) sentences.Add($"The server's certificate is not accepted ({Fit(rest.ToString())}).");
    }

    private static string Time(X509Certificate2 certificate, X509Chain chain)
    {
        var off = chain.ChainElements.FirstOrDefault(e => e.ChainElementStatus.Any(s => s.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)))?.Certificate ?? certificate;
        var whose = off.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span) ? "The server's certificate" : "A certificate that the server's rests on";
        return off.NotBefore.ToUniversalTime() > TimeProvider.System.GetUtcNow().UtcDateTime
            ? FormattableString.Invariant($"{whose} is valid only from {off.NotBefore.ToUniversalTime():yyyy-MM-dd} on: is the clock of this machine right?")
            : FormattableString.Invariant($"{whose} expired on {off.NotAfter.ToUniversalTime():yyyy-MM-dd}: the server needs a new one.");
    }

    private static string NamesOf(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(e => e.EnumerateDnsNames().Concat(e.EnumerateIPAddresses().Select(a => a.ToString()))).Take(MostNames + 1).ToList();
        if (names.Count == 0) names.Add(certificate.Subject);
        return string.Join(", ", names.Take(MostNames).Select(n => $"\"{Fit(n)}\"")) + (names.Count > MostNames ? " and others" : "");
    }

    private static string Fit(string text) =>
        string.Concat(text.Take(LongestName).Select(c => c is >= ' ' and <= '~' ? c : '?')) + (text.Length > LongestName ? "..." : "");
}
