using Publisher.Rendering;
using Publisher.Subscribers;

namespace Publisher.App.Public;

/// <summary>
/// The answer to a link that is broken, nobody's, or of someone who left or was erased: the same to all, so that nobody learns who subscribes.
/// </summary>
public sealed class NobodysLink(Organisation organisation, PublicPages pages)
{
    public IResult Answer(HttpRequest request)
    {
        var own = pages.For(request, personal: true);
        var write = organisation.Email.Length > 0 ? " " + own.Strings.Fill("preferencesWrite", ("email", organisation.Email)) : "";
        return own.Message(own.Strings["preferencesTitle"], own.Strings["preferencesBad"] + write, StatusCodes.Status404NotFound);
    }
}
