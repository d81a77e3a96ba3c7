using Orchestrator.TestSupport;

namespace Orchestrator.EndToEnd.Stage;

/// <summary>Starts a program of the testbed as a process of its own, from the assemblies beside the test.</summary>
internal static class ProgramBeside
{
    /// <summary>Starts it and leaves it running.</summary>
    public static ExternalProcess Start(string name, params string[] arguments) => Start(name, arguments, null);

    /// <summary>The same with variables of its own.</summary>
    public static ExternalProcess Start(string name, string[] arguments, IReadOnlyDictionary<string, string?>? environment)
    {
        // Beside the test its assemblies are those of the test, so it runs on the test's frameworks.
        string[] how =
        [
            "exec", "--runtimeconfig", Path.Combine(AppContext.BaseDirectory, "EndToEnd.runtimeconfig.json"), "--depsfile", Path.Combine(AppContext.BaseDirectory, "EndToEnd.deps.json"),
            Path.Combine(AppContext.BaseDirectory, name + ".dll"), .. arguments,
        ];
        return ExternalProcess.Start("dotnet", how, environment);
    }
}
