using System.Collections.Immutable;

namespace Orchestrator.Architecture.Rules;

/// <summary>Which floor may see which: the table of docs/architecture.md. What isn't listed is forbidden.</summary>
internal static class Arrows
{
    private static readonly string[] Bottom = ["Abstractions", "Domain"];
    private static readonly string[] Floors = [.. Bottom, "Trust", "Protocol", "Audit", "PluginHosting", "Links", "Actors", "Rfb", "Yaml", "Pac", "SiteFiles"];
    private static readonly string[] FloorsAndFolders = [.. Floors, "PluginFolders", "PluginTools"];

    /// <summary>Floor, what it may see, and what would be lost otherwise.</summary>
    private static readonly (string Floor, string[] MaySee, string Reason)[] Table =
    [
        ("Abstractions", [], "plugins are compiled against it alone and for ever"),
        ("Domain", [], "rules are pure: no I/O, no clock, no dependency"),
        ("Trust", Bottom, "keys and signatures rest on nothing that changes often"),
        ("Yaml", ["Trust"], "what people write is read without any idea of what it means"),
        ("Protocol", ["Domain", "Trust"], "bytes only: the same code at all three ends, and under fuzzing"),
        ("Audit", ["Domain", "Trust"], "the auditor's program must need nothing else"),
        ("Rfb", ["Abstractions"], "the screen's code reads strangers' bytes and must not reach keys or sessions"),
        ("Pac", [], "a stranger's script runs there, and there must be nothing within its reach"),
        ("PluginHosting", ["Abstractions", "Trust"], "what opens plugins must not see what plugins may not touch"),
        ("PluginFolders", ["Abstractions", "Trust", "PluginHosting"], "what loads strangers' code must not see what plugins may not touch"),
        ("PluginTools", ["Trust", "PluginHosting", "PluginFolders"], "a publisher's commands need no session, and the faces mount them"),
        ("Links", [.. Bottom, "Trust", "Protocol", "PluginHosting", "Pac"], "bytes move without actors and without an audit of their own"),
        ("SiteFiles", [.. Bottom, "Trust", "Yaml", "Audit", "Links"], "what the customer's IT wrote is read in one way, by both of his programs"),
        ("Actors", [.. Bottom, "Trust", "Protocol", "Audit", "PluginHosting", "Links"], "no pixel in a mailbox: the screen is started through a port"),
        ("Verifier", ["Domain", "Trust", "Audit"], "an auditor reads all that it rests on"),
        ("Broker", FloorsAndFolders, "a face composes the floors and knows no other face"),
        ("Console", FloorsAndFolders, "a face composes the floors and knows no other face"),
        ("Witness", Floors, "a face composes the floors and knows no other face, and the customer's has no code that loads a plugin from disk"),
        ("QuickSupport", Floors, "a face composes the floors and knows no other face, and the operator's has no code that loads a plugin from disk"),
    ];

    /// <summary>What an assembly of the product sees and mustn't, each with the reason.</summary>
    /// <param name="project">Name of the project, <c>Orchestrator.</c> left out; for plugins their folder.</param>
    /// <param name="isPlugin">True for a plugin.</param>
    /// <param name="references">Assemblies that it references.</param>
    public static ImmutableArray<string> Broken(string project, bool isPlugin, IEnumerable<string> references)
    {
        var own = references.Where(name => name.StartsWith("Orchestrator.", StringComparison.Ordinal)).Select(name => name["Orchestrator.".Length..]).ToArray();
        if (isPlugin)
            return Sentences(project, own.Except(["Abstractions"]), "a plugin sees the contract alone");
        var face = project.EndsWith(".Host", StringComparison.Ordinal) ? project[..^".Host".Length] : project;
        if (Table.Where(row => row.Floor == face).ToArray() is not [var row])
            return [$"{project} isn't in the table of floors: say in Arrows.cs what it may see, and why"];
        var isFace = row.MaySee == Floors || row.MaySee == FloorsAndFolders;
        var foreign = own.Except(row.MaySee).Where(name => !(isFace && (name == face || name.StartsWith("Plugins.", StringComparison.Ordinal))));
        return Sentences(project, foreign, row.Reason);
    }

    private static ImmutableArray<string> Sentences(string project, IEnumerable<string> forbidden, string reason) =>
        [.. forbidden.Select(name => $"{project} → {name} is forbidden: {reason}")];
}
