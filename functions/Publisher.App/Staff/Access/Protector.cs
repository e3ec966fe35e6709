using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using NodaTime;

namespace Publisher.App.Staff.Access;

/// <summary>
/// Words that leave with a page and come back as they left, from any instance. Its keys are looked up when the first words leave: an instance that serves no
/// staff never asks for them, and the host's ping at the start does not wait for storage.
/// </summary>
public sealed class Protector(ProtectionKeys keys, TimeProvider clock) : IDisposable
{
    /// <summary>Of all instances, and of no other application that may share the account.</summary>
    private const string Application = "publisher";

    /// <summary>Characters of what may be ours.</summary>
    private const int MaxLength = 4096;

    private readonly Lazy<ServiceProvider> services = new(() =>
    {
        var collection = new ServiceCollection();
        collection.AddDataProtection().SetApplicationName(Application);
        collection.Configure<KeyManagementOptions>(options => options.XmlRepository = keys);
        return collection.BuildServiceProvider();
    });

    /// <param name="purpose">What was made for one purpose is nothing for another.</param>
    /// <returns>Letters, digits, hyphens and underscores.</returns>
    public string Protect(string purpose, params string[] words) =>
        Base64Url.EncodeToString(Of(purpose).Protect(JsonSerializer.SerializeToUtf8Bytes(new Sealed(clock.Now().ToUnixTimeSeconds(), words))));

    /// <returns>Null where they are not ours, of another purpose, or older than <paramref name="most"/>.</returns>
    public IReadOnlyList<string>? Unprotect(string purpose, string text, Duration most)
    {
        if (text.Length is 0 or > MaxLength || !Base64Url.IsValid(text)) return null;
        try
        {
            var sealed_ = JsonSerializer.Deserialize<Sealed>(Of(purpose).Unprotect(Base64Url.DecodeFromChars(text)));
            return sealed_ is not null && clock.Now() - Instant.FromUnixTimeSeconds(sealed_.At) <= most ? sealed_.Words : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        if (services.IsValueCreated) services.Value.Dispose();
    }

    private IDataProtector Of(string purpose) => services.Value.GetRequiredService<IDataProtectionProvider>().CreateProtector(purpose);

    private sealed record Sealed(long At, string[] Words);
}
