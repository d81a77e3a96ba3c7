namespace Orchestrator.TestSupport;

/// <summary>The source tree that the running tests were built from.</summary>
public static class SourceTree
{
    /// <summary>Folder with the solution.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orchestrator.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("These tests run inside the source tree.");
    }
}
