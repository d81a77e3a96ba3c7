using Orchestrator.Trust.Configuration;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Setup;

/// <summary>What <c>init</c> is asked to make.</summary>
public sealed record SetupRequest
{
    /// <summary>The data folder; must not exist.</summary>
    public required string DataFolder { get; init; }

    /// <summary>DNS name, lower case.</summary>
    public required string Domain { get; init; }

    /// <summary>The vendor, as operators read it; the domain where nothing is given.</summary>
    public string? Organisation { get; init; }

    /// <summary>Port in the clients' configuration.</summary>
    public int Port { get; init; } = 443;

    /// <summary>Keys of which one stands in every genuine chain of the outer certificate, beside that of the test CA.</summary>
    public IReadOnlyList<KeyFingerprint> ExpectedKeys { get; init; } = [];

    /// <summary>Keys of which one must stand in the chain; none: no such rule.</summary>
    public IReadOnlyList<KeyFingerprint> PinnedKeys { get; init; } = [];

    /// <summary>What becomes of a connection that a site's network reads; the site file has the last word.</summary>
    public InterceptionRule Interception { get; init; }

    /// <summary>Where the root's encrypted private key goes: outside the data folder. Beside it where nothing is given.</summary>
    public string? RootKeyFile { get; init; }

    /// <summary>Encrypts the root's private key; at least 12 characters.</summary>
    public required string RootPassphrase { get; init; }

    /// <summary>Without the passphrase.</summary>
    public override string ToString() => $"SetupRequest {{ DataFolder = {DataFolder}, Domain = {Domain} }}";
}

/// <summary>What <c>init</c> made.</summary>
/// <param name="DataFolder">Full path.</param>
/// <param name="RootKeyFile">Full path of the root's encrypted private key.</param>
/// <param name="RootFingerprint">SHA-256 of the root's SubjectPublicKeyInfo: what a release build compiles in.</param>
/// <param name="ClientConfiguration">Full path of the file that clients get.</param>
/// <param name="LogKey">The broker's log as a note key, for witnesses and verifiers.</param>
/// <param name="Courses">Full path of the folder with the documents of the first courses.</param>
public sealed record SetupResult(string DataFolder, string RootKeyFile, string RootFingerprint, string ClientConfiguration, string LogKey, string Courses);
