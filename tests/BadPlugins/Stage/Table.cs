using Orchestrator.TestSupport;

namespace Orchestrator.BadPlugins;

/// <summary>The table as a document.</summary>
internal static class Table
{
    /// <summary>Its name, in the documentation and in the test's output.</summary>
    public const string FileName = "bad-plugins.md";

    private const string Head = """
        # Bad plugins

        What a program with a plugin folder does about plugins that are wrong, and what it says. `tests/BadPlugins` loads each of them the real way, uses it
        while a good plugin of the same program serves, lets go of it, and writes this table; a test fails when it differs. A status of two words is the one
        in use and the one after it was let go. Folders and figures that change from run to run are left out.

        | plugin | what it does wrong | status | what a session is told | what whoever runs the program is told |
        | --- | --- | --- | --- | --- |

        """;

    /// <summary>Folder of the documentation in the source tree that these tests were built from.</summary>
    public static string Documentation { get; } = Path.Combine(SourceTree.Root, "docs");

    /// <summary>The document.</summary>
    public static string Of(IEnumerable<Observation> rows) => $"{Head.ReplaceLineEndings("\n")}{string.Join('\n', rows.Select(row => row.Row))}\n";
}
