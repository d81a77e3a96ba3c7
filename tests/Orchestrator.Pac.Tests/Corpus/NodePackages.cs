using Orchestrator.TestSupport;

namespace Orchestrator.Pac.Tests.Corpus;

/// <summary>npm's pac-resolver under tests/interop/pac, from the registry that npm is set to.</summary>
internal static class NodePackages
{
    private static readonly Lazy<Task<string>> Installing = new(InstallAsync);

    /// <summary>Where it lies.</summary>
    public static string Folder { get; } = Path.Combine(SourceTree.Root, "tests", "interop", "pac");

    /// <summary>Skips the test, or fails it where everything must be there, when Node.js or the packages can't be had.</summary>
    public static async Task RequireAsync()
    {
        RealComponent.Require("node", "npm");
        var problem = await Installing.Value;
        if (problem.Length > 0)
            RealComponent.Missing(problem);
    }

    private static async Task<string> InstallAsync()
    {
        if (Directory.Exists(Path.Combine(Folder, "node_modules", "quickjs-wasi")))
            return "";
        try
        {
            await ExternalProcess.RunAsync(
                "npm", ["ci", "--prefix", Folder, "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"], timeout: TimeSpan.FromMinutes(3));
            return "";
        }
        catch (Exception e) when (e is InvalidOperationException or OperationCanceledException)
        {
            return $"npm couldn't install the packages of tests/interop/pac: {e.Message}";
        }
    }
}
