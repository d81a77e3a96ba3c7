using System.Globalization;

namespace Orchestrator.Testbed.RealNetwork.Tests;

/// <summary>Network namespaces and processes of this machine, as /proc shows them.</summary>
internal static class Namespaces
{
    /// <summary>The network namespace of a process; empty when it is gone.</summary>
    public static string Of(int pid)
    {
        try
        {
            return new FileInfo($"/proc/{pid}/ns/net").LinkTarget ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>Network namespaces, other than this process's own, that a process or something started by it is in.</summary>
    public static HashSet<string> Below(int pid) => [.. Tree(pid).Select(Of).Where(each => each.Length > 0 && each != Of(Environment.ProcessId))];

    /// <summary>Those of some namespaces in which somebody still is.</summary>
    public static IEnumerable<string> Inhabited(IReadOnlySet<string> of) => Processes().Select(Of).Where(of.Contains).Distinct();

    /// <summary>Waits until nobody is in them any more.</summary>
    public static async Task UntilEmptyAsync(IReadOnlySet<string> namespaces, TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (Inhabited(namespaces).Any())
        {
            await look.WaitForNextTickAsync(limit.Token);
        }
    }

    private static IEnumerable<int> Processes() =>
        Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => char.IsAsciiDigit(name![0])).Select(name => int.Parse(name!, CultureInfo.InvariantCulture));

    private static IEnumerable<int> Tree(int root)
    {
        var parents = Processes().Select(pid => (Pid: pid, Parent: Parent(pid))).ToList();
        var found = new List<int> { root };
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(parents.Where(each => each.Parent == found[i]).Select(each => each.Pid));
        }

        return found;
    }

    // The name, in parentheses, may hold anything; the parent is the second field behind it.
    private static int Parent(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return int.Parse(text[(text.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
