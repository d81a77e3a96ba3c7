namespace Orchestrator.Plugins.TestPlugins.Absent;

/// <summary>What a plugin needs and doesn't bring.</summary>
public static class Helper
{
    public static bool Help() => true;
}
