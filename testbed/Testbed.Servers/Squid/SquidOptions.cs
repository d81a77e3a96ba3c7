using System.Collections.Immutable;

namespace Orchestrator.Testbed.Servers.Squid;

/// <summary>
/// Squid (Debian's <c>squid-openssl</c>): tunnels to any port, with the authentication that is named here. Its requests are in <see cref="AccessLog"/>,
/// what it asks its verifiers in <see cref="VerifierLog"/>.
/// </summary>
public sealed record SquidOptions : ServerOptions
{
    /// <summary>File of the log: time, client, result/status, bytes, method, target, user, and the first nine letters of Proxy-Authorization, between quotes.</summary>
    public const string AccessLog = "access.log";

    /// <summary>Realm of Basic and Digest.</summary>
    public const string Realm = "Test lab";

    /// <summary>Schemes that it offers, all for <see cref="Account"/>, in this order; empty: everybody may tunnel.</summary>
    public ImmutableArray<SquidScheme> Schemes { get; init; } = [];

    /// <summary>Whom it knows by Basic, Digest and NTLM.</summary>
    public ServerAccount Account { get; init; } = new("alice", "correct-horse");

    /// <summary>Domain of <see cref="Account"/> for NTLM.</summary>
    public string NtlmDomain { get; init; } = "LAB";

    /// <summary>Service for Negotiate.</summary>
    public SquidKerberos? Kerberos { get; init; }

    /// <summary>A second port, with TLS to the proxy itself.</summary>
    public SquidTls? Tls { get; init; }

    /// <summary>Looks into the tunnels: shows each client a certificate of its own making.</summary>
    public SquidInterception? Interception { get; init; }

    /// <summary>Names that it resolves by itself, with their addresses; the machine's own names count as well.</summary>
    public ImmutableDictionary<string, string> Hosts { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Lines of its configuration before the rules that let through, for example to deny.</summary>
    public ImmutableArray<string> Rules { get; init; } = [];

    /// <summary>File with one line for each question to a verifier: for NTLM <c>YR</c> begins one and <c>KK</c> is a proof of the password; for Negotiate <c>YR</c> is a ticket.</summary>
    public static string VerifierLog(SquidScheme scheme) => $"{SquidSchemes.Name(scheme)}.log";

    /// <inheritdoc />
    public override ServerPlan Plan(string folder) => SquidConfiguration.Plan(this, folder, Endpoint);
}

/// <summary>An authentication scheme of Squid.</summary>
public enum SquidScheme
{
    /// <summary>By <c>negotiate_kerberos_auth</c>.</summary>
    Negotiate,

    /// <summary>NTLMv2, by Samba's <c>ntlm_auth</c>, which needs no domain for one account that it is told.</summary>
    Ntlm,

    /// <summary>MD5, by <c>digest_file_auth</c>.</summary>
    Digest,

    /// <summary>By <c>basic_ncsa_auth</c>.</summary>
    Basic,
}

/// <summary>What Squid needs to take tickets.</summary>
/// <param name="Configuration">Path of a krb5.conf.</param>
/// <param name="Keytab">Path of the service's keytab; Squid's user must be able to read it.</param>
/// <param name="Service">Principal, for example HTTP/localhost@LAB.TEST.</param>
public sealed record SquidKerberos(string Configuration, string Keytab, string Service);

/// <summary>TLS to the proxy.</summary>
/// <param name="Port">TCP port.</param>
/// <param name="Certificate">Shown to clients.</param>
public sealed record SquidTls(int Port, ServerCertificate Certificate);

/// <summary>Interception.</summary>
/// <param name="Authority">Signs what clients are shown.</param>
/// <param name="UpstreamRoots">PEM; whom Squid trusts behind it.</param>
/// <param name="PassesUpgrades">False: a WebSocket's upgrade is taken out of the request, which is Squid's way when it isn't told otherwise.</param>
public sealed record SquidInterception(ServerCertificate Authority, string UpstreamRoots, bool PassesUpgrades = true)
{
    /// <summary>A further port, to which a firewall redirects connections that were meant for somebody else; null: none.</summary>
    public int? TransparentPort { get; init; }
}
