namespace Orchestrator.Trust.Configuration;

/// <summary>A configuration that doesn't count. The message says what is wrong and what to do; programs show it and stop.</summary>
public sealed class ConfigurationException : Exception
{
    public ConfigurationException(ConfigurationFault fault, string message)
        : base(message) => Fault = fault;

    public ConfigurationException(ConfigurationFault fault, string message, Exception inner)
        : base(message, inner) => Fault = fault;

    public ConfigurationFault Fault { get; }
}
