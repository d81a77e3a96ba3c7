using System.Collections.Immutable;

namespace Orchestrator.Testbed.Servers.Squid;

/// <summary>Squid (Debian's <c>squid-openssl</c>): tunnels to any port, with the authentication that is named here. Its requests are in <c>access.log</c>.</summary>
public sealed record SquidOptions : ServerOptions
{
    /// <summary>File of the log: time, client, result/status, bytes, method, target, user, and the first word of Proxy-Authorization, between quotes.</summary>
    public const string AccessLog = "access.log";

    /// <summary>Realm of Basic and Digest.</summary>
    public const string Realm = "Test lab";

    /// <summary>Schemes that it offers, all for <see cref="Account"/>, in this order; empty: everybody may tunnel.</summary>
    public ImmutableArray<SquidScheme> Schemes { get; init; } = [];

    /// <summary>Whom it knows.</summary>
    public ServerAccount Account { get; init; } = new("alice", "correct-horse");

    /// <summary>Names that it resolves by itself, with their addresses; the machine's own names count as well.</summary>
    public ImmutableDictionary<string, string> Hosts { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Lines of its configuration before the rules that let through, for example to deny.</summary>
    public ImmutableArray<string> Rules { get; init; } = [];

    /// <inheritdoc />
    public override ServerPlan Plan(string folder) => SquidConfiguration.Plan(this, folder, Endpoint);
}

/// <summary>An authentication scheme of Squid.</summary>
public enum SquidScheme
{
    /// <summary>By <c>basic_ncsa_auth</c>.</summary>
    Basic,
}
