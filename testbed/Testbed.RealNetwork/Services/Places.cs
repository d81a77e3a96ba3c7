using Orchestrator.Testbed.RealNetwork.Computers;
using Orchestrator.Testbed.Servers.Running;

namespace Orchestrator.Testbed.RealNetwork.Services;

/// <summary>Puts real servers into a computer.</summary>
internal static class Places
{
    /// <summary>In this computer, with their folders below this one.</summary>
    public static ServerPlace On(Computer computer, string folder) => new() { Prefix = computer.Prefix, Parent = folder };

    /// <summary>Likewise, as root: only root may check the passwords of a computer's accounts.</summary>
    public static ServerPlace AsRootOn(Computer computer, string folder) => On(computer, folder) with { User = null };
}
