using System.Collections.Immutable;
using Orchestrator.Trust.Encoding;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.PluginFolders;

/// <summary>Somebody whose plugins a program loads.</summary>
/// <param name="Name">As his signatures name him.</param>
/// <param name="Key">SHA-256 of the SubjectPublicKeyInfo of the key that he signs with.</param>
public sealed record TrustedPublisher(string Name, KeyFingerprint Key)
{
    private const int MaxCharacters = 64;

    /// <summary>What a name may be, for sentences.</summary>
    public static string NameRule => $"1 to {MaxCharacters} visible characters on one line";

    /// <summary>True for a name that signatures and trust files take.</summary>
    public static bool IsName(string? name) => SafeText.IsSafe(name, MaxCharacters);
}

/// <summary>The lowest version of a plugin that a program loads: what had a hole stays out, although its signature is good.</summary>
/// <param name="Id">The plugin.</param>
/// <param name="Version">Three numbers.</param>
public sealed record VersionPin(string Id, Version Version);

/// <summary>Whose plugins a program loads, and from which version on. A publisher may have several keys; a plugin has one pin.</summary>
/// <param name="Publishers">Each key once.</param>
/// <param name="Pins">Each id once.</param>
public sealed record PluginTrust(ImmutableArray<TrustedPublisher> Publishers, ImmutableArray<VersionPin> Pins)
{
    /// <summary>Nobody.</summary>
    public static PluginTrust Nobody { get; } = new([], []);

    /// <summary>With one more publisher; the same when he is there already.</summary>
    public PluginTrust With(TrustedPublisher publisher) =>
        Publishers.Contains(publisher) ? this : this with { Publishers = Publishers.Add(publisher) };

    /// <summary>With a pin in the place of one that may be there.</summary>
    public PluginTrust With(VersionPin pin) => this with { Pins = [.. Pins.Where(other => other.Id != pin.Id), pin] };

    /// <summary>Whose key it is; null when nobody's here.</summary>
    public TrustedPublisher? Find(KeyFingerprint key) => Publishers.FirstOrDefault(publisher => publisher.Key == key);

    /// <summary>The lowest version of a plugin; null when any will do.</summary>
    public Version? LowestOf(string id) => Pins.FirstOrDefault(pin => pin.Id == id)?.Version;
}
