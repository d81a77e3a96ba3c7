using Orchestrator.Testbed.RealNetwork.Processes;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.RealNetwork.Running;

/// <summary>What this machine must give for a real world.</summary>
public static class RealNetworkNeeds
{
    private static readonly string[] Programs = ["ip", "nft", "nsenter", "unshare", "setpriv", "kill", "dnsmasq"];

    /// <summary>What is missing, as a sentence; null when nothing is.</summary>
    public static async Task<string?> MissingAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            return "the real world needs Linux: its computers are network namespaces";
        }

        if (Programs.Where(program => Tool.Find(program) is null).ToArray() is { Length: > 0 } missing)
        {
            return $"the real world needs {string.Join(", ", missing)}; run eng/packages.sh as root";
        }

        if (!Environment.IsPrivilegedProcess)
        {
            return "the real world needs root: it makes network namespaces and firewalls. Run it as root, or take --world simulated";
        }

        try
        {
            await Tool.RunAsync("unshare", ["--net", "--mount", "--pid", "--fork", "--", "nft", "add", "table", "inet", "probe"], "", cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (WorldException e)
        {
            return $"this machine allows no network namespaces with a firewall: {e.Message}";
        }
    }
}
