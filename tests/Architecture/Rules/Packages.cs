using System.Collections.Immutable;

namespace Orchestrator.Architecture.Rules;

/// <summary>Packages that only some may name.</summary>
internal static class Packages
{
    private static readonly string[] Faces = ["Broker", "QuickSupport", "Console", "Broker.Host", "QuickSupport.Host", "Console.Host"];

    private static readonly (string Prefix, string[] Allowed, string Reason)[] Table =
    [
        ("BouncyCastle", ["Trust"], "primitives are wrapped and self-tested in one place"),
        ("Jint", ["Pac"], "scripts run behind one set of bounds"),
        ("Acornima", ["Pac"], "scripts are parsed where they run"),
        ("YamlDotNet", ["Yaml"], "files of people are read by one strict subset"),
        ("McMaster", ["PluginFolders"], "the loader stays replaceable behind one interface"),
        ("JsonSchema", ["PluginFolders"], "settings are held against their schema behind one interface"),
        ("Autofac", ["PluginHosting", .. Faces], "composition belongs to the faces, load-context scopes to plugin hosting"),
        ("Akka", ["Actors", .. Faces], "rules, bytes and plugins must live without actors"),
        ("Microsoft.AspNetCore", ["Broker", "Broker.Host", "Console", "Console.Host", "Witness"], "only the broker's port, the local viewer page and the witness's loopback service listen for HTTP"),
        ("Microsoft.EntityFrameworkCore", ["Broker", "Broker.Host"], "only the broker has a database"),
        ("Npgsql", ["Audit.PostgreSql"], "only that sink speaks to PostgreSQL"),
        ("System.Net.Http", Faces, "connections are made by the dialer"),
        ("System.Net.Quic", [], "connections are made by the dialer"),
    ];

    /// <summary>Packages that an assembly names and mustn't, each with the reason.</summary>
    public static ImmutableArray<string> Broken(string project, IEnumerable<string> references) =>
    [
        .. from name in references
           from row in Table
           where name == row.Prefix || name.StartsWith($"{row.Prefix}.", StringComparison.Ordinal)
           where !row.Allowed.Contains(project)
           select $"{project} → {name} is forbidden: {row.Reason}",
    ];
}
