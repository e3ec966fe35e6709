using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>
/// How the client reaches the service. Retries (<see cref="ClientOptions.Retry"/>) default to 3, exponential from 0.8 s to 60 s, on
/// 408, 429, 500, 502, 503, 504 and broken connections, each try limited to 100 s; a Retry-After of the service is kept.
/// </summary>
public class TableClientOptions : ClientOptions
{
    /// <summary>Options with Azure.Core's defaults.</summary>
    /// <param name="serviceVersion">Version of the service's protocol to speak.</param>
    /// <exception cref="ArgumentOutOfRangeException">The version is not one of <see cref="ServiceVersion"/>.</exception>
    public TableClientOptions(ServiceVersion serviceVersion = ServiceVersion.V2020_12_06) => Version = serviceVersion switch
    {
        ServiceVersion.V2019_02_02 => "2019-02-02",
        ServiceVersion.V2020_12_06 => "2020-12-06",
        _ => throw new ArgumentOutOfRangeException(nameof(serviceVersion), serviceVersion, "This version of the table service is not known."),
    };

    /// <summary>The versions of the table service's protocol that this client speaks.</summary>
#pragma warning disable CA1707 // The name that Azure.Data.Tables gives it.
    public enum ServiceVersion
    {
        /// <summary>2019-02-02: Shared Key and shared access signatures.</summary>
        V2019_02_02 = 1,

        /// <summary>2020-12-06: also Microsoft Entra ID.</summary>
        V2020_12_06 = 2,
    }
#pragma warning restore CA1707

    internal string Version { get; }
}
