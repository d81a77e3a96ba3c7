using Orchestrator.Trace;

namespace Orchestrator.Mutants;

/// <summary>Where things are in the working copy.</summary>
internal sealed class Repository(string root)
{
    /// <summary>The folder with the solution.</summary>
    public string Root { get; } = root;

    /// <summary>docs/traceability.md.</summary>
    public string Page => Path.Combine(Root, "docs", "traceability.md");

    /// <summary>One id a line.</summary>
    public string Ids => Path.Combine(Root, "eng", "requirement-ids.txt");

    /// <summary>What a test project built.</summary>
    public string Output(string testProject) => Path.Combine(Root, "tests", testProject, "bin", "Debug", "net10.0");

    /// <summary>File name of a test project's assembly.</summary>
    public string Assembly(string testProject)
    {
        var project = Path.Combine(Root, "tests", testProject, testProject + ".csproj");
        return (File.Exists(project) ? TestProject.AssemblyOf(project) : testProject) + ".dll";
    }

    /// <summary>A copy of it that is changed, as deep in the tree: tests look for files of the repository from there.</summary>
    public string Copy(string testProject) => Path.Combine(Root, "tests", testProject, "bin", "Mutants", "net10.0");

    /// <summary>A file of the product.</summary>
    public string Source(string place) => Path.Combine(Root, "src", place);

    /// <summary>A scratch folder.</summary>
    public string Scratch(string name) => Path.Combine(Root, "artifacts", "mutants", name);
}
