using System.Collections.Immutable;

namespace Orchestrator.Domain;

/// <summary>What an instrument's program says about itself when it registers: claims. They catch old and wrong builds, not liars.</summary>
/// <param name="Version">Of QuickSupport, major.minor.patch.</param>
/// <param name="OperatingSystem">As the platform names itself.</param>
/// <param name="ExecutableSha256">Lower-case hex; zeros when the program couldn't read itself.</param>
/// <param name="Composition">Which program composed the library.</param>
public sealed record PostureClaim(string Version, string OperatingSystem, string ExecutableSha256, string Composition);

/// <summary>Which programs get a session at all. An empty list asks nothing.</summary>
/// <param name="MinimumVersion">The oldest QuickSupport, as the signed configuration says.</param>
/// <param name="Executables">SHA-256 of the known ones, lower-case hex.</param>
/// <param name="Compositions">Names of the allowed ones.</param>
/// <param name="OperatingSystems">Beginnings of the allowed ones' names.</param>
public sealed record PostureRules(
    Version MinimumVersion, ImmutableHashSet<string> Executables, ImmutableHashSet<string> Compositions, ImmutableArray<string> OperatingSystems)
{
    /// <summary>Null when the program gets a session; else why not, for the operator.</summary>
    public Refusal? WhyNot(PostureClaim claim)
    {
        if (!Version.TryParse(claim.Version, out var version) || version.Build < 0)
        {
            return new("PROGRAM_UNKNOWN", "The vendor's server doesn't know this program: it doesn't say which version it is. Get QuickSupport from the vendor, and start that.");
        }

        if (version < MinimumVersion)
        {
            return new("PROGRAM_TOO_OLD", $"This QuickSupport is version {version}; the vendor's server takes {MinimumVersion} and newer. Get the new one from the vendor, and start that.");
        }

        if (!Compositions.IsEmpty && !Compositions.Contains(claim.Composition))
        {
            return new("PROGRAM_UNKNOWN", "The vendor's server takes only the QuickSupport that the vendor gives out; this is another build of it. Get QuickSupport from the vendor, and start that.");
        }

        if (!Executables.IsEmpty && !Executables.Contains(claim.ExecutableSha256))
        {
            return new("PROGRAM_UNKNOWN", "This file isn't one of those that the vendor gives out, or it was changed. Get QuickSupport from the vendor again, and start that.");
        }

        return OperatingSystems.IsEmpty || OperatingSystems.Any(known => claim.OperatingSystem.StartsWith(known, StringComparison.OrdinalIgnoreCase))
            ? null
            : new("SYSTEM_NOT_SUPPORTED", "The vendor doesn't support instruments on this operating system. Call the vendor.");
    }
}
