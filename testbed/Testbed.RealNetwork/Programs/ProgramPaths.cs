using System.Reflection;

namespace Orchestrator.Testbed.RealNetwork.Programs;

/// <summary>The programs that run in the computers, where the build put them.</summary>
internal static class ProgramPaths
{
    /// <summary>QuickSupport with a scripted operator.</summary>
    public static string QuickSupport => Of("QuickSupport");

    /// <summary>The shipped broker.</summary>
    public static string Broker => Of("Broker");

    private static string Of(string key) =>
        typeof(ProgramPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == key).Value!;
}
