using Orchestrator.Abstractions;

namespace Orchestrator.Links.Routing.Pac;

/// <summary>Where a PAC file is: a file of this computer, or one on the one server that the settings name.</summary>
internal sealed record PacLocation
{
    private PacLocation(string? path, Uri? address) => (Path, Address) = (path, address);

    /// <summary>Full path; null when it is on a server.</summary>
    public string? Path { get; }

    /// <summary>Address; null when it is a file.</summary>
    public Uri? Address { get; }

    /// <summary>Reads what the settings say; null when they name no PAC file.</summary>
    /// <exception cref="DialException">PAC_INVALID: it isn't a place.</exception>
    public static PacLocation? Of(RouteSettings settings) => settings switch
    {
        { PacFile: { } place } => Parse(place),
        { WpadDomain: { } domain } => Parse($"http://wpad.{domain}/wpad.dat") is { Address.IdnHost: var host } wpad && host == $"wpad.{domain}"
            ? wpad
            : throw Wrong("the domain for WPAD isn't one"),
        _ => null,
    };

    /// <summary>Why a text names no place; null when it does.</summary>
    public static string? Flaw(string place)
    {
        if (System.IO.Path.IsPathFullyQualified(place))
            return null;
        if (!Uri.TryCreate(place, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return "it is neither an http:// or https:// address nor a full path";
        if (uri.UserInfo.Length > 0)
            return "it holds a user name or password";
        return uri.HostNameType is UriHostNameType.Unknown or UriHostNameType.Basic || uri.Fragment.Length > 0 ? "it isn't a plain address" : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Path ?? Address!.GetLeftPart(UriPartial.Path);

    private static PacLocation Parse(string place)
    {
        if (Flaw(place) is { } why)
            throw Wrong(why);
        return System.IO.Path.IsPathFullyQualified(place) ? new PacLocation(place, null) : new PacLocation(null, new Uri(place));
    }

    private static DialException Wrong(string why) =>
        new(Orchestrator.Pac.PacCodes.Invalid, $"The place of the PAC file can't be used: {why}. Correct it in the site file or on the command line.");
}
