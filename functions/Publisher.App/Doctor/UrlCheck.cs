using System.Net;
using Publisher.App.Settings;

namespace Publisher.App.Doctor;

/// <summary>Whether links in mails lead here: by https, to something that answers as this does.</summary>
public sealed class UrlCheck(PublisherSettings settings) : IDoctorCheck
{
    public string Name => "url";

    public async Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken)
    {
        var url = new Uri(settings.PublicUrl);
        (string, string) shown = ("url", settings.PublicUrl);
        var found = new List<DoctorFinding>();
        if (url.Scheme != Uri.UriSchemeHttps) found.Add(url.IsLoopback ? new DoctorFinding(Name, DoctorState.Note, "doctorUrlLocal", shown) : new DoctorFinding(Name, DoctorState.Todo, "doctorUrlPlain", shown));
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) }) { Timeout = TimeSpan.FromSeconds(10) };
        try
        {
            using var answer = await client.GetAsync(new Uri(settings.PublicUrl + "/health"), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            found.Add(answer.StatusCode == HttpStatusCode.OK
                ? new DoctorFinding(Name, DoctorState.Good, "doctorUrlGood", shown)
                : new DoctorFinding(Name, DoctorState.Todo, "doctorUrlOther", shown, ("status", $"{(int)answer.StatusCode}")));
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            found.Add(new DoctorFinding(Name, DoctorState.Todo, fault is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } ? "doctorUrlCertificate" : "doctorUrlAway", shown));
        }

        return found;
    }
}
