namespace Orchestrator.Testbed.Operator;

/// <summary>The telephone between operator and technician: what one reads aloud, the other hears.</summary>
public sealed class Phone
{
    private readonly TaskCompletionSource<(string Number, string Pin)> _number = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _digits = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The session number and the PIN, once the operator has read them.</summary>
    public Task<(string Number, string Pin)> Number => _number.Task;

    /// <summary>The six digits, once the technician has read them.</summary>
    public Task<string> Digits => _digits.Task;

    /// <summary>The operator reads number and PIN.</summary>
    public void ReadNumber(string number, string pin) => _number.TrySetResult((number, pin));

    /// <summary>The technician reads the six digits.</summary>
    public void ReadDigits(string digits) => _digits.TrySetResult(digits);

    /// <summary>Nobody will call: there is no session.</summary>
    public void HangUp(string why) => _number.TrySetException(new InvalidOperationException(why));
}
