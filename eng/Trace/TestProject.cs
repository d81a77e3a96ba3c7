using System.Xml.Linq;

namespace Orchestrator.Trace;

/// <summary>A test project by its file.</summary>
internal static class TestProject
{
    /// <summary>Name of the assembly that it makes, without its ending.</summary>
    public static string AssemblyOf(string project) =>
        XDocument.Load(project).Descendants("AssemblyName").Select(element => element.Value).FirstOrDefault() ?? Path.GetFileNameWithoutExtension(project);
}
