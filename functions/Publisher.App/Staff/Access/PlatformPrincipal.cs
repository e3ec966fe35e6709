using System.Text.Json;
using Publisher.App.Settings;
using Publisher.Staff;

namespace Publisher.App.Staff.Access;

/// <summary>
/// Whom the platform's sign-in (App Service Authentication, with Entra ID) lets through, from its header <c>X-MS-CLIENT-PRINCIPAL</c>: base64 of JSON with
/// claims. Anybody can send that header where the platform's sign-in is not on, so it is read behind a setting only.
/// </summary>
public sealed class PlatformPrincipal(StaffSettings settings)
{
    private const string Header = "X-MS-CLIENT-PRINCIPAL";

    /// <summary>Characters of the header: more than Entra ID's 200 groups take.</summary>
    private const int MaxLength = 64 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Whether the platform is asked at all.</summary>
    public bool IsOn => settings.PlatformSignIn;

    /// <returns>The name, and the highest role, null where none is ours; null where nobody is signed in.</returns>
    public (string Name, StaffRole? Role)? Read(HttpRequest request)
    {
        if (!IsOn || request.Headers[Header].ToString() is not { Length: > 0 and <= MaxLength } header) return null;
        var octets = new byte[header.Length];
        if (!Convert.TryFromBase64String(header, octets, out var length) || Parse(octets.AsSpan(0, length)) is not { Claims: { } given } principal) return null;
        var claims = given.OfType<Claim>().ToList();
        var name = claims.FirstOrDefault(claim => claim.Typ is { } type && type == principal.NameTyp)?.Val
            ?? claims.FirstOrDefault(claim => claim.Typ is "name" or "preferred_username")?.Val;
        if (string.IsNullOrWhiteSpace(name) || name.Length > StaffDirectory.MaxName || name.Any(char.IsControl)) return null;
        var held = claims.Where(claim => claim.Typ is "roles" || (claim.Typ is { } type && type == principal.RoleTyp)).Select(claim => claim.Val).ToHashSet(StringComparer.OrdinalIgnoreCase);
        StaffRole? role = null;
        foreach (var each in StaffRoles.All)
            if (settings.PlatformRoles[each] is { Length: > 0 } called && held.Contains(called)) role = each;
        return (name.Trim(), role);
    }

    private static Principal? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<Principal>(json, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Principal(
        IReadOnlyList<Claim?>? Claims,
        [property: System.Text.Json.Serialization.JsonPropertyName("name_typ")] string? NameTyp,
        [property: System.Text.Json.Serialization.JsonPropertyName("role_typ")] string? RoleTyp);

    private sealed record Claim(string? Typ, string? Val);
}
