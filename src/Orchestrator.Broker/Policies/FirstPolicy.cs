using System.Text;

namespace Orchestrator.Broker.Policies;

/// <summary>The policy that a new vendor begins with: technicians and supervisors may ask for all that the clients' configuration allows.</summary>
internal static class FirstPolicy
{
    public static byte[] Text { get; } = Encoding.UTF8.GetBytes("""
        # Who may ask for what. docs/broker.md explains the rules; `orchestrator-broker policy test` tries a table of expectations.
        # What no rule permits isn't permitted; a rule that denies beats every rule that permits; of several that permit, the strictest limits hold.
        # Raise the version, sign with `policy sign`, put in force with `policy install`.
        version: 1
        zone: UTC
        rules:
          - id: all-that-the-configuration-allows
            effect: permit
            roles: [technician, supervisor]

        """.ReplaceLineEndings("\n"));
}
